using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Portal.Access;
using ChatOpportunities.Portal.Api;
using ChatOpportunities.Portal.Api.Assistants;
using ChatOpportunities.Portal.Forms;
using ChatOpportunities.Portal.Language;
using ChatOpportunities.Portal.Web;
using Hangfire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace ChatOpportunities.Portal;

/// <summary>How the host mounts the portal; nothing else of it is called from outside.</summary>
public static class PortalHost
{
    /// <summary>The queue of what pages begin and what takes long.</summary>
    public const string JobQueue = ImportJob.Queue;

    /// <summary>Paths that programs call: they get neither pages nor the pages' headers.</summary>
    private static readonly PathString[] ProgramPaths =
        ["/api", "/health", "/openapi", "/scalar", AssistantHost.Path, CalendarEndpoint.Path];

    /// <summary>Adds what the pages and the API need.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var currency = configuration[$"{CompanyOptions.Section}:{nameof(CompanyOptions.Currency)}"] ?? new CompanyOptions().Currency;

        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddScoped(_ => new PortalTexts(CultureInfo.CurrentUICulture, currency));

        services.AddPortalAuthentication(configuration, environment);
        services.AddWebhooks(configuration, environment);
        services.AddScoped<DeletedRecords>();
        services.AddSingleton<IValidateOptions<LegalOptions>, LegalOptionsValidator>();
        services.AddOptions<LegalOptions>().Bind(configuration.GetSection(LegalOptions.Section), o => o.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();

        services.AddAuthorization(PortalAccess.AddPolicies);
        services.AddSingleton<IAuthorizationHandler, SetupHandler>();

        services.AddRequestLocalization(options =>
        {
            options.SetDefaultCulture(Texts.Languages[0]).AddSupportedCultures([.. Texts.Languages])
                .AddSupportedUICultures([.. Texts.Languages]);
            options.RequestCultureProviders =
                [new CustomRequestCultureProvider(PersonsLanguageAsync), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.ForTeamsTab("opportunities-form", environment);
            if (!environment.IsDevelopment())
            {
                // "Always" would end every page with an error behind a proxy that speaks TLS for us; so it is written past that check.
                options.Cookie.SecurePolicy = CookieSecurePolicy.None;
                options.Cookie.Extensions.Add("Secure");
            }

            // SecurityHeaders says who may frame a page; Teams may.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.ForTeamsTab("opportunities-said", environment));
        // Accents and quotation marks as they are, not as numbers.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddRazorPages(PortalAccess.ClosePages)
            .AddMvcOptions(options =>
            {
                FormSentences.Use(options.ModelBindingMessageProvider, currency);
                options.Filters.Add<NoNulFilter>();
                options.ModelBinderProviders.Insert(0, new WrittenFieldBinders());
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            })
            .AddViewOptions(options => options.HtmlHelperOptions.ClientValidationEnabled = false)
            .AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, _) => new TextsLocalizer(currency))
            .AddApplicationPart(typeof(PortalHost).Assembly);
        services.AddApi(configuration);
        return services;
    }

    /// <summary>
    /// Adds webhooks with the keys that protect their secrets: for a host that sends to them, whether it serves the portal or not.
    /// </summary>
    public static IServiceCollection AddWebhooks(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddPortalKeys(configuration, environment);
        return services.AddWebhooks();
    }

    /// <summary>Adds what a host that works through jobs does at its start; it need not serve the portal itself.</summary>
    public static IServiceCollection AddPortalJobs(this IServiceCollection services) =>
        services.AddHostedService<JobsAtStart>();

    /// <summary>Puts the pages, their files, the dashboard of jobs and the API into the host's pipeline.</summary>
    public static WebApplication MapPortal(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseWhen(IsForPeople, pages =>
        {
            pages.UseMiddleware<SecurityHeaders>();
            if (!app.Environment.IsDevelopment())
            {
                // A new scope: what failed may be what the old one holds on to.
                pages.UseExceptionHandler(
                    new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true });
            }

            pages.UseStatusCodePagesWithReExecute("/error/{0}");
        });

        app.UseApiErrors();

        // Here, and not left to the framework: what ends with an error is routed anew, to the page of that error.
        app.UseRouting();
        app.UseWhen(IsForPeople, pages => pages.UseRequestLocalization().Use(InPersonsRegionAsync));
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets().DisableHttpMetrics(); // files would drown the pages in what is measured
        app.MapRazorPages();
        app.MapTabSession();
        app.MapOldAddresses();
        app.MapCalendar();
        app.MapHangfireDashboardWithAuthorizationPolicy(PortalAccess.SetupForm, SecurityHeaders.JobsPath, new DashboardOptions
        {
            AppPath = "/setup/settings",
            DashboardTitle = Texts.ProductName,
            DisplayStorageConnectionString = false,
        });
        app.MapApi();
        return app;
    }

    private static bool IsForPeople(HttpContext context) =>
        !Array.Exists(ProgramPaths, program => context.Request.Path.StartsWithSegments(program, StringComparison.OrdinalIgnoreCase));

    /// <summary>Numbers and dates are written, and read, as in the region of the person, else of the company.</summary>
    private static async Task InPersonsRegionAsync(HttpContext context, RequestDelegate next)
    {
        if (SignedInPerson.Of(context) is { } caller)
        {
            var company = context.RequestServices.GetRequiredService<IOptions<CompanyOptions>>().Value;
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Regions.CultureOf(caller.Language, caller.Region, company.Region);
        }

        await next(context);
    }

    /// <summary>The language stands with the person; the cookie is read here because it is wanted before access is decided.</summary>
    private static async Task<ProviderCultureResult?> PersonsLanguageAsync(HttpContext context)
    {
        // Static files need no person, and so no query.
        if (context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is null
            && !context.Request.Path.StartsWithSegments(SecurityHeaders.JobsPath, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        await context.AuthenticateAsync(PortalAccess.Scheme);
        return SignedInPerson.Of(context) is { } caller ? new ProviderCultureResult(caller.Language) : null;
    }
}
