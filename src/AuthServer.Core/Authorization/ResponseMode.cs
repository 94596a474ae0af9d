namespace AuthServer.Core.Authorization;

/// <summary>How an authorization answer travels to the client (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode §2).</summary>
public enum ResponseMode
{
    Query = 0,
    FormPost = 1,
}
