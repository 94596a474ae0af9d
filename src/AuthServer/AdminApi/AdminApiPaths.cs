namespace AuthServer.AdminApi;

/// <summary>Where the administration API is.</summary>
public static class AdminApiPaths
{
    public const string Root = "/api/admin/v1";

    public const string OpenApi = "/openapi/v1.json";
}
