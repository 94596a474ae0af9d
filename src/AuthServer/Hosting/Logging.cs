using Serilog;

namespace AuthServer.Hosting;

/// <summary>Serilog, as the section <c>Serilog</c> of the configuration says.</summary>
internal static class Logging
{
    public static void UseSerilog(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).CreateLogger(), dispose: true);
    }
}
