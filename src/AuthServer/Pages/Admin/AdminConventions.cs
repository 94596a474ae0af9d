using AuthServer.Core.Scopes;
using AuthServer.Pages.Admin.Audit;
using AuthServer.Pages.Admin.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin;

/// <summary>What holds for every page in this folder, whoever writes it: it is for administrators, and they have signed in well and lately enough.</summary>
internal static class AdminConventions
{
    private const string Policy = "administrators";

    public static IServiceCollection AddAdminPages(this IServiceCollection services)
    {
        services.Configure<AuthorizationOptions>(options => options.AddPolicy(Policy, policy => policy.RequireRole(ScopePolicy.AdministratorRole)));
        services.Configure<RazorPagesOptions>(options =>
        {
            options.Conventions.AuthorizeFolder("/Admin", Policy);
            options.Conventions.AddFolderApplicationModelConvention("/Admin", page => page.Filters.Add(new RecentAdministratorFilter()));
        });
        services.AddScoped<SessionFilterReader>();
        services.AddScoped<Owners>();
        services.AddScoped<AuditTrail>();
        return services;
    }
}
