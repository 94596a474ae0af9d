namespace AuthServer.Email;

/// <summary>A mail to one person, in plain text.</summary>
/// <param name="Link">The address that the mail is about; it stands in <paramref name="Text"/> too.</param>
public sealed record EmailMessage(string To, string Subject, string Text, string Link);
