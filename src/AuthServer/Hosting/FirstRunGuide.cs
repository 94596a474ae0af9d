using AuthServer.Configuration;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>What a newcomer is told when the server has come up in Development: where it is, who can sign in, and two commands that work when pasted.</summary>
internal static class FirstRunGuide
{
    // Has curl print the answer's status, while the answer itself goes to a file for the next command.
    private const string CurlStatus = @"%{http_code}\n";

    public static void Print(WebApplication app, string? administratorPassword)
    {
        var options = app.Services.GetRequiredService<IOptions<AuthServerOptions>>().Value;
        if (options.Users.FirstOrDefault() is not { } user || options.Clients.FirstOrDefault() is not { } client)
        {
            return;
        }

        var token = $"{app.Urls.First()}{Endpoints.Paths.Token}";
        Console.WriteLine($"""

            AuthServer is ready.

              Issuer         {options.Issuer}
              Users          {string.Join(", ", options.Users.Select(each => each.UserName))}, password {user.Password}
              Administration {options.Issuer}/admin{Administrator(options.Bootstrap.AdminUserName, administratorPassword)}

            Sign in, then refresh:

              curl -s -o .authserver-tokens.json -w '{CurlStatus}' {token} -d grant_type=password -d client_id={client.Id} -d username={user.UserName} --data-urlencode 'password={user.Password}' && cat .authserver-tokens.json && echo

              curl -s -o .authserver-tokens.json -w '{CurlStatus}' {token} -d grant_type=refresh_token -d client_id={client.Id} -d refresh_token="$(sed 's/.*"refresh_token":"\([^"]*\)".*/\1/' .authserver-tokens.json)" && cat .authserver-tokens.json && echo

            """);
    }

    private static string Administrator(string userName, string? password) =>
        userName.Length == 0 ? ""
        : password is null ? $" as {userName}"
        : $" as {userName}, first password {password} (shown this once, and to be changed at the first sign-in)";
}
