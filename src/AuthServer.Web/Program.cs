using AuthServer.Client.AspNetCore;
using AuthServer.Web;
using AuthServer.Web.Demo;
using AuthServer.Web.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = provider.ValidateScopes = true);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

// In Development the application is there for this machine alone, unless --urls or ASPNETCORE_URLS say otherwise.
if (builder.Environment.IsDevelopment() && builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
{
    builder.WebHost.UseUrls(WebMarker.DevelopmentUrl);
}

// Who is signed in: the refresh token in a cookie, the access token in the page.
builder.Services.AddAuthServerSession(builder.Configuration.GetSection(AuthServerSessionDefaults.ConfigurationSection));

// Where the page's API is; and, in Development, the means to break things.
builder.Services.AddOptions<PageOptions>().BindConfiguration(PageOptions.Section)
    .Validate(PageOptions.IsUsable, $"'{PageOptions.Section}:Api' must be an absolute URL, such as https://api.example.com.").ValidateOnStart();
if (builder.Environment.IsDevelopment())
{
    builder.Services.AddDemo(builder.Configuration);
}

builder.Services.AddProblemDetails();
builder.Services.AddHealthChecks();

var app = builder.Build();

app.UseExceptionHandler();
if (!app.Environment.IsDevelopment())
{
    app.UseHsts();
}

app.UsePageHeaders();
app.UseAssets();

app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapAuthServerSession();
app.MapSettings();
if (app.Environment.IsDevelopment())
{
    app.MapDemo();
}

app.Run();
