namespace AuthServer.Tests.Sessions.Ending.Doors;

/// <summary>A way in that administrators have.</summary>
/// <param name="Actor">Who audit says it was.</param>
/// <param name="Ip">From where audit says it came.</param>
/// <param name="Ways">How each event is brought about there, by its name.</param>
internal sealed record AdministratorDoor(string Name, string Actor, string Ip, IReadOnlyDictionary<string, Func<EndingScene, Task>> Ways);
