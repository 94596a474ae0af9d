using Microsoft.Extensions.Hosting;

namespace AuthServer.Validation;

/// <summary>Which addresses metadata and keys may be read from: https, and what <see cref="AuthServerBearerOptions.RequireHttps"/> leaves open.</summary>
internal sealed class TransportRule(bool requireHttps, IHostEnvironment environment)
{
    public bool Allows(Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            return true;
        }

        return address.Scheme == Uri.UriSchemeHttp
            && environment.IsDevelopment()
            && (!requireHttps || address.IsLoopback);
    }
}
