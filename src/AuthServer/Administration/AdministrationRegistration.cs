namespace AuthServer.Administration;

/// <summary>What administrators do, the same from the pages, the API and the command line.</summary>
internal static class AdministrationRegistration
{
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton<SessionAdministration>();
        services.AddScoped<UserRoles>();
        services.AddScoped<AccountRecords>();
        services.AddScoped<UserAdministration>();
        services.AddScoped<AdministratorGuard>();
        services.AddSingleton<ClientAdministration>();
        services.AddSingleton<ScopeAdministration>();
        services.AddSingleton<KeyAdministration>();
        return services;
    }
}
