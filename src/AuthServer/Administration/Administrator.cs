using AuthServer.Core.Sessions;

namespace AuthServer.Administration;

/// <summary>Who administers, and from where: what every audit event of an administration names.</summary>
/// <param name="Actor">One of <see cref="Core.Audit.Actors"/>.</param>
public sealed record Administrator(string Actor, Caller Caller);
