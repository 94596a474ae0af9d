using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServer.Api.OpenApi;

/// <summary>Describes in the OpenAPI document that, and where, an access token is needed (RFC 6750 §2.1).</summary>
internal static class BearerTokensInOpenApi
{
    private const string SchemeId = "Bearer";

    public static void DescribeBearerTokens(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "AuthServer API";
            document.Components ??= new OpenApiComponents();
            document.AddComponent(SchemeId, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "An access token (RFC 9068) of the authorization server, for this API's audience and with scope \"api\".",
            });
            return Task.CompletedTask;
        });

        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<AuthorizationPolicy>().Any() || metadata.OfType<IAuthorizeData>().Any())
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeId, context.Document)] = [] }];
            }

            return Task.CompletedTask;
        });
    }
}
