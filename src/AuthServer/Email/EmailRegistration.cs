using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.Email;

/// <summary>Mails: to the configured mail server; in Development without one, to a folder; else nowhere.</summary>
internal static class EmailRegistration
{
    public static IServiceCollection AddEmail(this IServiceCollection services)
    {
        services.AddSingleton<IEmailTransport>(provider =>
            provider.GetRequiredService<IOptions<AuthServerOptions>>().Value.Email.Host.Length > 0 ? ActivatorUtilities.CreateInstance<SmtpTransport>(provider)
            : provider.GetRequiredService<IHostEnvironment>().IsDevelopment() ? ActivatorUtilities.CreateInstance<DevelopmentFolderTransport>(provider)
            : new NoTransport());
        services.AddSingleton<AccountEmails>();
        services.AddSingleton<IEmailSender<AuthUser>>(provider => provider.GetRequiredService<AccountEmails>());
        return services;
    }
}
