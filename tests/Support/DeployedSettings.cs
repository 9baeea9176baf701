using ChatOpportunities.Bot.Hosting;
using ChatOpportunities.Bot.Teams;
using ChatOpportunities.Portal.Access;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace ChatOpportunities.Tests.Support;

/// <summary>Settings of a deployment, read as the start reads them outside Development.</summary>
internal static class DeployedSettings
{
    /// <summary>The sentences with which the product would refuse to start; none when it would start.</summary>
    public static IReadOnlyList<string> WhatStopsTheStart(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        HostRoles.From(configuration);
        HostSettings.Database(configuration);
        var (bot, entra) = (new BotOptions(), new EntraOptions());
        configuration.GetSection(BotOptions.Section).Bind(bot);
        configuration.GetSection(EntraOptions.Section).Bind(entra);
        return
        [
            .. new BotOptionsValidator(configuration, new Production()).Validate(null, bot).Failures ?? [],
            .. new EntraOptionsValidator().Validate(null, entra).Failures ?? [],
            .. entra.IsSet ? Array.Empty<string>() : ["Nobody could sign in to the portal."],
            .. HostSettings.FirstAdmins(configuration).Count > 0 ? Array.Empty<string>() : ["Nobody could set it up."],
        ];
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
