using AuthServer.Api;
using AuthServer.Api.Callers;
using AuthServer.Api.Notes;
using AuthServer.Api.OpenApi;
using AuthServer.Validation;
using AuthServer.Validation.Scopes;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = provider.ValidateScopes = true);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = ApiMarker.LongestBody;
});

// In Development the API is there for this machine alone, unless --urls or ASPNETCORE_URLS say otherwise.
if (builder.Environment.IsDevelopment() && builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
{
    builder.WebHost.UseUrls(ApiMarker.DevelopmentUrl);
}

// Who may call: access tokens of the configured issuer, for this API's audience.
builder.Services.AddAuthServerValidation(builder.Configuration.GetSection(AuthServerBearerDefaults.ConfigurationSection));

builder.Services.AddCallerOrigins(builder.Configuration);

// What is read, strictly; and how errors look: application/problem+json (RFC 9457), in Development too.
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.RespectNullableAnnotations = true);
builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

// What there is.
builder.Services.AddHealthChecks().AddAuthServerRevocations();
builder.Services.AddSingleton<NoteStore>();
builder.Services.AddOpenApi(options => options.DescribeBearerTokens());

var app = builder.Build();

app.UseExceptionHandler();
app.UseStatusCodePages();
if (!app.Environment.IsDevelopment())
{
    app.UseHsts();
}

app.UseCors();
app.UseAuthentication();
app.UseAuthorization();

app.MapOpenApi();
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready");

var api = app.MapGroup("/api").RequireScope("api");
api.MapCaller();
api.MapNotes();

app.Run();
