namespace AuthServer.Client.AspNetCore.Cookies;

/// <summary>The sessions' cookies of one request.</summary>
/// <param name="Ticket">The one that counts; null when none can be read.</param>
/// <param name="Name">Its cookie's name.</param>
/// <param name="Superseded">Names of readable cookies that it outranks: earlier generations, and sessions that began earlier.</param>
internal sealed record PresentedCookies(SessionTicket? Ticket, string? Name, IReadOnlyList<string> Superseded);
