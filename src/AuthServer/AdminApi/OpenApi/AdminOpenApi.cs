using AuthServer.AdminApi.Idempotency;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServer.AdminApi.OpenApi;

/// <summary>The OpenAPI document of the administration API, and of nothing else.</summary>
internal static class AdminOpenApi
{
    private const string SchemeId = "access_token";

    public static void AddAdminOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<AdminApiAttribute>().Any();
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(CompleteAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AuthServer administration",
            Version = "v1",
            Description = "Names are snake case, instants ISO 8601 in UTC, durations d.hh:mm:ss. Lists have items and next; send next as after for what follows. "
                + "Every refusal is a problem (RFC 9457) with a member code, and errors by member where the request itself is wrong.",
        };
        document.Components ??= new OpenApiComponents();
        document.AddComponent(SchemeId, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "An access token of this server for itself, with scope authserver.admin; of an administrator, or of a client that has the scope. "
                + "One that is bound to a key comes under the scheme DPoP, with a proof.",
        });
        return Task.CompletedTask;
    }

    private static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeId, context.Document)] = [] }];
        if (context.Description.HttpMethod == HttpMethods.Post)
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = IdempotencyFilter.Header,
                In = ParameterLocation.Header,
                Description = "A key of your own, for one request alone: sent again within a day, the request is not carried out again and gets the same answer.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IdempotencyFilter.MaximumKeyLength },
            });
        }

        return Task.CompletedTask;
    }
}
