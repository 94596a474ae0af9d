namespace AuthServer.Client.AspNetCore.Cookies;

/// <summary>The sessions' cookies of one request.</summary>
/// <param name="Ticket">The one that counts; null when none can be read.</param>
/// <param name="Name">Its cookie's name.</param>
/// <param name="Superseded">Names of readable cookies that it outranks: earlier generations, and sessions that began earlier.</param>
/// <param name="Unreadable">Names of cookies that cannot be read: made up, sealed with keys that are lost, or with keys that cannot be had now.</param>
/// <param name="AreKeysOutOfReach">Whether one of them may be readable later, because the storage of the keys has failed. Then nothing may be concluded from it.</param>
internal sealed record PresentedCookies(SessionTicket? Ticket, string? Name, IReadOnlyList<string> Superseded, IReadOnlyList<string> Unreadable, bool AreKeysOutOfReach);
