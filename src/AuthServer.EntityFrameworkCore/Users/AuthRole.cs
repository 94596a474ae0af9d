using Microsoft.AspNetCore.Identity;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>An ASP.NET Core Identity role.</summary>
public sealed class AuthRole : IdentityRole<Guid>;
