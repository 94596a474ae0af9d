using AuthServer.EntityFrameworkCore.Development;

namespace AuthServer.Hosting;

/// <summary>Where a checkout keeps what development needs.</summary>
internal static class DevelopmentFolders
{
    /// <summary>The folder of the private database and of the development master key.</summary>
    public static string Data(IHostEnvironment environment) => EmbeddedPostgreSqlOptions.DefaultDataDirectory(CheckoutRoot(environment));

    private static string CheckoutRoot(IHostEnvironment environment)
    {
        for (var folder = new DirectoryInfo(environment.ContentRootPath); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuthServer.sln")))
            {
                return folder.FullName;
            }
        }

        return environment.ContentRootPath;
    }
}
