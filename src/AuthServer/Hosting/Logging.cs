using Serilog;
using Serilog.Events;

namespace AuthServer.Hosting;

/// <summary>Serilog, as the section <c>Serilog</c> of the configuration says. The standard output of a command is its answer's alone, and what fails is told there in a sentence.</summary>
internal static class Logging
{
    public static void UseSerilog(this WebApplicationBuilder builder, bool isCommand)
    {
        builder.Logging.ClearProviders();
        var logger = isCommand
            ? new LoggerConfiguration().MinimumLevel.Fatal().WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose)
            : new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration);
        builder.Logging.AddSerilog(logger.CreateLogger(), dispose: true);
    }
}
