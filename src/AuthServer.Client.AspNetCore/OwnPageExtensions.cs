using AuthServer.Client.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Client.AspNetCore;

/// <summary>For endpoints of an application's own that only its own pages may call.</summary>
public static class OwnPageExtensions
{
    /// <summary>Refuses with 403 what does not carry <c>X-Requested-With: authserver-client</c>, or what the browser marks as another site's (Fetch Metadata, <c>Origin</c>).</summary>
    public static TBuilder RequireOwnPage<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(SamePageFilter.RequireCallAsync);
}
