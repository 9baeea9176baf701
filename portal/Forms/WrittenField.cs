using System.Globalization;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Forms;

/// <summary>What a field takes that people write in their own way.</summary>
public enum WrittenKind
{
    /// <summary>An amount in company currency.</summary>
    Amount,

    /// <summary>0 to 100.</summary>
    Percent,

    /// <summary>A day with its year.</summary>
    Date,

    /// <summary>How many working days something takes.</summary>
    WorkingDays,
}

/// <summary>Fields whose text is read by the domain's one reader, in the language and region of the reader of the page.</summary>
internal static class WrittenField
{
    /// <summary>Of <see cref="System.ComponentModel.DataAnnotations.DataTypeAttribute"/>: a number that is a percentage.</summary>
    public const string Percent = "percent";

    /// <summary>Likewise: a whole number that is a time in working days.</summary>
    public const string WorkingDays = "workingDays";

    /// <summary>Behind the name of a field: the reading that was chosen, in the format of programs.</summary>
    public const string Chosen = ".As";

    /// <summary>Behind the name of a field: the text that the choice was about.</summary>
    public const string ChosenOf = ".Of";

    /// <summary>What a field takes; null when it is none of these.</summary>
    public static WrittenKind? KindOf(ModelMetadata metadata) =>
        metadata.UnderlyingOrModelType == typeof(decimal) ? metadata.DataTypeName == Percent ? WrittenKind.Percent : WrittenKind.Amount
        : metadata.UnderlyingOrModelType == typeof(DateOnly) ? WrittenKind.Date
        : metadata.UnderlyingOrModelType == typeof(int) && metadata.DataTypeName == WorkingDays ? WrittenKind.WorkingDays
        : null;

    /// <summary>The readings of a text, the likelier one first; none when it cannot be read.</summary>
    public static WrittenReadings Read(WrittenKind kind, string? text, HttpContext context)
    {
        var t = context.RequestServices.GetRequiredService<PortalTexts>();
        var currency = context.RequestServices.GetRequiredService<IOptions<CompanyOptions>>().Value.Currency;
        switch (kind)
        {
            case WrittenKind.Amount:
                var amount = WrittenNumbers.Amount(text, t.Culture);
                return amount?.Currency is { } other && !MoneyWords.MayBe(other, currency)
                    ? new([], t["Amounts are in {0}; “{1}” is in another currency.", currency, text])
                    : Of(
                        amount, v => InFull(v, t, currency),
                        t["“{0}” is no amount. Write it such as {1}.", text, 45_000.50m.ToString("N2", t.Culture)]);
            case WrittenKind.Percent:
                return Of(
                    WrittenNumbers.Percent(text, t.Culture), v => v.ToString("0.##", t.Culture) + "\u202F%",
                    t["“{0}” is no percentage. Write it such as {1}.", text, 62.5m.ToString("0.0", t.Culture)]);
            case WrittenKind.Date:
                return Of(
                    WrittenDates.Read(text, t.Culture), t.Date,
                    t["“{0}” is no date from {1} to {2}. Write it such as {3}.", text, $"{WrittenDates.FirstYear}",
                        $"{WrittenDates.LastYear}", "2027-06-25"]);
            default:
                return Of(
                    WrittenDurations.WorkingDays(text) is { } days ? new Written<int>(days) : null,
                    v => t["{0} working {0:day|days}", v],
                    t["“{0}” is no number of working days. Write it such as 10 or 2 weeks.", text]);
        }
    }

    /// <summary>What is said beside the field while it is written, and when a form comes back.</summary>
    public static string Echo(WrittenKind kind, string? text, HttpContext context)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var t = context.RequestServices.GetRequiredService<PortalTexts>();
        return Read(kind, text, context) switch
        {
            { Values: [var only] } => only.Label,
            { Values: [var first, var second] } => t["{0} or {1}?", first.Label, second.Label],
            var wrong => wrong.Problem,
        };
    }

    /// <summary>In company currency with its cents, so that a sign in the wrong place is seen.</summary>
    private static string InFull(decimal amount, PortalTexts t, string currency) => amount.ToString("N2", t.Culture) + "\u00A0" + currency;

    private static WrittenReadings Of<T>(Written<T>? read, Func<T, string> say, string problem)
        where T : struct, IFormattable =>
        read is null ? new([], problem) : new([.. read.Readings.Select(v => new WrittenReading(v, InvariantOf(v), say(v)))], problem);

    private static string InvariantOf<T>(T value)
        where T : IFormattable => value.ToString(value is DateOnly ? "O" : null, CultureInfo.InvariantCulture);
}

/// <summary>What a text of a field may mean.</summary>
/// <param name="Values">None when it cannot be read, two when it has to be asked.</param>
/// <param name="Problem">What is said where there is none.</param>
internal sealed record WrittenReadings(IReadOnlyList<WrittenReading> Values, string Problem);

/// <summary>One thing a text may mean.</summary>
/// <param name="Value">As the form's property holds it.</param>
/// <param name="Invariant">As programs write it.</param>
/// <param name="Label">As the reader of the page writes it.</param>
internal sealed record WrittenReading(object Value, string Invariant, string Label);

/// <summary>A text that can mean two things, kept until the page shows the choice beside its field.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Values">Both readings.</param>
internal sealed record AskedField(string Text, IReadOnlyList<WrittenReading> Values)
{
    private static string KeyOf(string field) => "asked:" + field;

    /// <summary>What is to be asked about a field of this request; null when nothing is.</summary>
    public static AskedField? Of(HttpContext context, string field) => context.Items[KeyOf(field)] as AskedField;

    /// <summary>Keeps it for the page.</summary>
    public void Keep(HttpContext context, string field) => context.Items[KeyOf(field)] = this;
}

/// <summary>Binds amounts, percentages, days and times in working days as people write them.</summary>
internal sealed class WrittenFieldBinder(WrittenKind kind) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var (name, state) = (bindingContext.ModelName, bindingContext.ModelState);
        var given = bindingContext.ValueProvider.GetValue(name);
        if (given == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }

        state.SetModelValue(name, given);
        var text = given.FirstValue?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            if (bindingContext.ModelMetadata.IsReferenceOrNullableType)
            {
                bindingContext.Result = ModelBindingResult.Success(null);
            }
            else
            {
                state.TryAddModelError(name, bindingContext.ModelMetadata.ModelBindingMessageProvider.ValueMustNotBeNullAccessor(""));
            }

            return Task.CompletedTask;
        }

        var read = WrittenField.Read(kind, text, bindingContext.HttpContext);
        var only = read.Values.Count == 1 ? read.Values[0] : null;
        if ((read.Values.Count > 1 ? Chosen(bindingContext, text, read.Values) : only) is { } meant)
        {
            if (read.Values.Count > 1)
            {
                // The field shows what was chosen, should the form come back for another reason.
                var plain = ((IFormattable)meant.Value).ToString(kind == WrittenKind.Date ? "O" : "0.00", CultureInfo.CurrentCulture);
                state.SetModelValue(name, plain, plain);
            }

            bindingContext.Result = ModelBindingResult.Success(meant.Value);
        }
        else if (read.Values.Count > 1)
        {
            new AskedField(text, read.Values).Keep(bindingContext.HttpContext, name);
            var t = bindingContext.HttpContext.RequestServices.GetRequiredService<PortalTexts>();
            state.TryAddModelError(name, t["“{0}” can mean two values: choose one.", text]);
        }
        else
        {
            state.TryAddModelError(name, read.Problem);
        }

        return Task.CompletedTask;
    }

    /// <summary>The reading chosen for this very text; null when none was.</summary>
    private static WrittenReading? Chosen(ModelBindingContext context, string text, IReadOnlyList<WrittenReading> values)
    {
        var chosen = context.ValueProvider.GetValue(context.ModelName + WrittenField.Chosen).FirstValue;
        var of = context.ValueProvider.GetValue(context.ModelName + WrittenField.ChosenOf).FirstValue;
        return of == text ? values.FirstOrDefault(v => v.Invariant == chosen) : null;
    }
}

/// <summary>Gives such fields their binder.</summary>
internal sealed class WrittenFieldBinders : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        WrittenField.KindOf(context.Metadata) is { } kind ? new WrittenFieldBinder(kind) : null;
}
