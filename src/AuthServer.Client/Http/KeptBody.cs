namespace AuthServer.Client.Http;

/// <summary>Makes a request's body one that can be sent once more, if it is short enough to be kept.</summary>
internal static class KeptBody
{
    /// <summary>The content to send in place of <paramref name="content"/>; often the same.</summary>
    public static async ValueTask<HttpContent?> PrepareAsync(HttpContent? content, int limit, CancellationToken cancellationToken)
    {
        if (content is null or ByteArrayContent or ReadOnlyMemoryContent or RecordedContent)
        {
            return content;
        }

        if (content.Headers.ContentLength is { } length && length <= limit)
        {
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            return content;
        }

        return new RecordedContent(content, limit);
    }

    public static bool CanRepeat(HttpContent? content) => content is not RecordedContent recorded || recorded.CanRepeat;
}
