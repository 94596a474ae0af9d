using System.Net;

namespace AuthServer.Client.Http;

/// <summary>
/// A body of unknown length, sent as it comes. What has been sent is kept up to a limit, so that a short one can be sent once more; the stream behind it is
/// never read twice.
/// </summary>
internal sealed class RecordedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly int _limit;
    private MemoryStream? _record = new();
    private bool _isBegun;
    private bool _isComplete;

    public RecordedContent(HttpContent inner, int limit)
    {
        (_inner, _limit) = (inner, limit);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Whether it has not been sent yet, or was sent whole and kept whole.</summary>
    public bool CanRepeat => !_isBegun || (_isComplete && _record is not null);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            await _inner.CopyToAsync(new Recorder(this, stream), context, cancellationToken).ConfigureAwait(false);
            _isComplete = true;
            return;
        }

        if (!CanRepeat)
        {
            throw new BodyGoneException();
        }

        _record!.Position = 0;
        await _record.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _record?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Record(ReadOnlySpan<byte> part)
    {
        if (_record is null || _record.Length + part.Length <= _limit)
        {
            _record?.Write(part);
            return;
        }

        _record.Dispose();
        _record = null;
    }

    private sealed class Recorder(RecordedContent content, Stream wire) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            content.Record(buffer.Span);
            await wire.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count)
        {
            content.Record(buffer.AsSpan(offset, count));
            wire.Write(buffer, offset, count);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => wire.FlushAsync(cancellationToken);

        public override void Flush() => wire.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
