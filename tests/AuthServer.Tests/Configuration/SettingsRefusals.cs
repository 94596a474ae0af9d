using AuthServer.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Tests.Configuration;

/// <summary>What the start refuses, of sound settings that one test has bent.</summary>
internal static class SettingsRefusals
{
    public static IEnumerable<string> Of(string environment, Action<AuthServerOptions> bend)
    {
        var options = new AuthServerOptions { Issuer = "https://login.example.com", MasterKey = "1:…" };
        bend(options);
        return new AuthServerOptionsValidation(new NamedEnvironment { EnvironmentName = environment }).Validate(name: null, options).Failures ?? [];
    }

    private sealed class NamedEnvironment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "AuthServer";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
