using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ChatOpportunities.Portal.Language;

/// <summary>What forms say of a value that cannot even be read; rules about readable ones are the domain's.</summary>
internal static class FormSentences
{
    public static void Use(DefaultModelBindingMessageProvider messages, string currency)
    {
        string Say(Func<PortalTexts, string> say) => say(new PortalTexts(CultureInfo.CurrentUICulture, currency));
        string NotUnderstood() => Say(t => t["This value was not understood."]);
        string NotANumber() => Say(t => t["Give a number."]);
        string Missing() => Say(t => t["Please fill this in."]);
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => NotUnderstood());
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => NotUnderstood());
        messages.SetUnknownValueIsInvalidAccessor(_ => NotUnderstood());
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(NotUnderstood);
        messages.SetValueIsInvalidAccessor(_ => NotUnderstood());
        messages.SetValueMustBeANumberAccessor(_ => NotANumber());
        messages.SetNonPropertyValueMustBeANumberAccessor(NotANumber);
        messages.SetMissingBindRequiredValueAccessor(_ => Missing());
        messages.SetMissingKeyOrValueAccessor(Missing);
        messages.SetMissingRequestBodyRequiredValueAccessor(Missing);
        messages.SetValueMustNotBeNullAccessor(_ => Missing());
    }
}
