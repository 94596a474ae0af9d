namespace AuthServer.Hosting;

/// <summary>
/// For pages whose form ends in a redirect to a client, by way of the authorization endpoint: browsers hold the whole way of a form to <c>form-action</c>
/// (CSP Level 3 §6.4.1), and where it ends is not known when the page is shown.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PostsToClientsAttribute : Attribute;
