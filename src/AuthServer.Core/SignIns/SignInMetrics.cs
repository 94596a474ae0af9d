using System.Diagnostics.Metrics;

namespace AuthServer.Core.SignIns;

/// <summary>Counts users who show who they are, in a browser or by the password grant, on the meter <c>authserver.sign_ins</c>.</summary>
public sealed class SignInMetrics : IDisposable
{
    public const string MeterName = "authserver.sign_ins";

    private readonly Counter<long> _succeeded;
    private readonly Counter<long> _failed;

    public SignInMetrics()
    {
        _succeeded = Meter.CreateCounter<long>("authserver.sign_ins.succeeded", "{sign_in}", "Users who have signed in");
        _failed = Meter.CreateCounter<long>("authserver.sign_ins.failed", "{sign_in}", "Attempts to sign in that were refused, by reason");
    }

    /// <summary>This node's own, among those of one name in a process.</summary>
    public Meter Meter { get; } = new(MeterName);

    public void Succeeded() => _succeeded.Add(1);

    /// <param name="reason">As audit has it.</param>
    public void Failed(string reason) => _failed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => Meter.Dispose();
}
