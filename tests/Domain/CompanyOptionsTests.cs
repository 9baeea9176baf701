using ChatOpportunities.Domain;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Tests.Domain;

public sealed class CompanyOptionsTests
{
    [Fact]
    public void GivenNoSettings_WhenTheyAreRead_ThenTheDefaultsHold()
    {
        var company = Read();

        Assert.Equal(("EUR", "en", "Europe/Paris", "OPP-", 5), (
            company.Currency, company.DefaultLanguage, company.DefaultTimeZone, company.OpportunityNumberPrefix,
            company.OpportunityNumberWidth));
        Assert.Equal((null, OpportunityVisibility.Team), (company.DefaultSalesCycle, company.OpportunityVisibility));
        Assert.True(company.CreateCalendar().IsWorkingDay(new DateOnly(2026, 3, 6)));
        Assert.False(company.CreateCalendar().IsWorkingDay(new DateOnly(2026, 3, 7)));
    }

    [Fact]
    public void GivenWorkingDaysInTheSettings_WhenTheyAreRead_ThenTheyReplaceTheDefaults()
    {
        var calendar = Read(
            ("WorkingDays:0", "Sunday"), ("WorkingDays:1", "Monday"), ("Holidays:0", "2026-03-08"), ("OpportunityVisibility", "own"))
                .CreateCalendar();

        Assert.True(calendar.IsWorkingDay(new DateOnly(2026, 3, 1)));
        Assert.False(calendar.IsWorkingDay(new DateOnly(2026, 3, 8)));
        Assert.False(calendar.IsWorkingDay(new DateOnly(2026, 3, 6)));
    }

    [Theory]
    [InlineData("Currency", "euro")]
    [InlineData("Currency", "eur")]
    [InlineData("Currency", "eUR")]
    [InlineData("Currency", "")]
    [InlineData("WorkingDays:0", "9")]
    [InlineData("WorkingDays:0", "Mondy")]
    [InlineData("Holidays:0", "someday")]
    [InlineData("DefaultLanguage", "tlh")]
    [InlineData("DefaultTimeZone", "Europe/Atlantis")]
    [InlineData("OpportunityNumberPrefix", "a/b")]
    [InlineData("OpportunityNumberPrefix", "ABCDEFGHIJK")]
    [InlineData("OpportunityNumberWidth", "0")]
    [InlineData("OpportunityNumberWidth", "11")]
    [InlineData("DefaultSalesCycle", "ABCDEFGHIJK")]
    [InlineData("OpportunityVisibility", "7")]
    [InlineData("Currency", "EURO")]
    [InlineData("DefaultTimeZone", "")]
    [InlineData("OpportunityNumberPrefix", "opp-")]
    [InlineData("DefaultSalesCycle", " ")]
    public void AWrongSettingIsNamed(string setting, string value)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => Read((setting, value)));
        Assert.Contains(setting.Split(':')[0], refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpportunityNumberPrefix", "ABCDEF-789")]
    [InlineData("OpportunityNumberPrefix", "")]
    [InlineData("OpportunityNumberWidth", "1")]
    [InlineData("OpportunityNumberWidth", "10")]
    [InlineData("DefaultSalesCycle", "ABCDEFGHIJ")]
    [InlineData("WorkingDays:0", "Monday")]
    public void TheLimitsThemselvesAreTaken(string setting, string value) => Assert.NotNull(Read((setting, value)));

    [Fact]
    public void AWrongSettingIsToldWithWhatItMayBe()
    {
        string Said(CompanyOptions options) => new CompanyOptionsValidator().Validate(null, options).FailureMessage!;

        Assert.Equal("Company:DefaultLanguage must be one of en, fr.", Said(new CompanyOptions { DefaultLanguage = "tlh" }));
        Assert.Equal(
            "Company:WorkingDays must name at least one day of the week, or be left out for Monday to Friday.",
            Said(new CompanyOptions { WorkingDays = [] }));
        Assert.Equal(
            "Company:WorkingDays must name each day of the week once at most, such as Monday.",
            Said(new CompanyOptions { WorkingDays = [DayOfWeek.Monday, (DayOfWeek)7] }));
        Assert.True(new CompanyOptionsValidator().Validate(null, new CompanyOptions()).Succeeded);
        Assert.StartsWith(
            "Company:OpportunityNumberPrefix must be at most 10 ", Said(new CompanyOptions { OpportunityNumberPrefix = "ABCDEFGHIJK" }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Company:DefaultSalesCycle ", Said(new CompanyOptions { DefaultSalesCycle = "ABCDEFGHIJK" }), StringComparison.Ordinal);
    }

    // The binder drops what it cannot read in a list, unless told not to.
    [Theory]
    [InlineData("Holidays:1", "someday")]
    [InlineData("WorkingDays:1", "Mondy")]
    public void AWrongRowInAListIsNotDropped(string setting, string value) =>
        Assert.ThrowsAny<Exception>(() => Read(("Holidays:0", "2026-01-01"), ("WorkingDays:0", "Tuesday"), (setting, value)));

    [Fact]
    public void ADayNamedTwiceIsRefused() =>
        Assert.Contains("Company:WorkingDays", Assert.Throws<OptionsValidationException>(
            () => Read(("WorkingDays:0", "Monday"), ("WorkingDays:1", "Monday"))).Message, StringComparison.Ordinal);

    [Fact]
    public void EveryWrongSettingIsNamedAtOnce() =>
        Assert.Equal(2, Assert.Throws<OptionsValidationException>(
            () => Read(("Currency", "x"), ("OpportunityNumberWidth", "0"))).Failures.Count());

    private static CompanyOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Company:{s.Key}", (string?)s.Value))).Build();
        using var services = new ServiceCollection()
            .Configure<CompanyOptions>(
                configuration.GetSection(CompanyOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .AddSingleton<IValidateOptions<CompanyOptions>, CompanyOptionsValidator>().BuildServiceProvider();
        return services.GetRequiredService<IOptions<CompanyOptions>>().Value;
    }
}
