namespace AuthServer.Housekeeping;

/// <summary>Another node has taken the work over, since this one was silent for too long.</summary>
internal sealed class LeaseLostException() : InvalidOperationException("The lease is held by another node.");
