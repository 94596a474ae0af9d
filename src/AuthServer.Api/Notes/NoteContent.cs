using System.ComponentModel.DataAnnotations;

namespace AuthServer.Api.Notes;

/// <summary>What a caller writes into a note.</summary>
public sealed record NoteContent
{
    /// <summary>1 to 200 characters, not all blank.</summary>
    [Required]
    [StringLength(200)]
    public string Title { get; init; } = "";

    /// <summary>Up to 10,000 characters.</summary>
    [StringLength(10_000)]
    public string Text { get; init; } = "";
}
