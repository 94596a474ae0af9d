namespace AuthServer.Web.Demo;

/// <summary>As whom the demo asks the server's administration to end a session: a client with the scope <c>authserver.admin</c>.</summary>
internal sealed class DemoOptions
{
    public const string Section = "AuthServer:Web:Demo";

    public string OperatorId { get; set; } = "";

    public string OperatorSecret { get; set; } = "";
}
