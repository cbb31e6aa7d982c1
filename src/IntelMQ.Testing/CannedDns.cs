using System.Collections.Concurrent;
using System.Net;
using IntelMQ.Bots;

namespace IntelMQ.Testing;

/// <summary>Answers DNS questions from a list and records them. What is not listed has no records; names are compared without case.</summary>
public sealed class CannedDns : IDnsResolver
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<IPAddress>> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<IPAddress, IReadOnlyList<string>> _pointers = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _broken = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _questions = new();

    /// <summary>The questions so far, in their order: a type and a name or an address, such as <c>TXT example.com</c>.</summary>
    public IReadOnlyList<string> Questions => [.. _questions];

    /// <summary>Lists a name's addresses.</summary>
    public CannedDns Addresses(string name, params IPAddress[] addresses)
    {
        _addresses[name] = addresses;
        return this;
    }

    /// <summary>Lists an address's names.</summary>
    public CannedDns Pointers(IPAddress address, params string[] names)
    {
        _pointers[address] = names;
        return this;
    }

    /// <summary>Lists the texts under a name.</summary>
    public CannedDns Texts(string name, params string[] texts)
    {
        _texts[name] = texts;
        return this;
    }

    /// <summary>Lets all questions about a name or an address go without answer.</summary>
    /// <param name="subject">The name, or the address as text.</param>
    /// <param name="reason">The message of the <see cref="IOException"/>.</param>
    public CannedDns NoAnswer(string subject, string reason)
    {
        _broken[subject] = reason;
        return this;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IPAddress>> ResolveAddressesAsync(string name, CancellationToken cancellationToken = default)
        => AnswerAsync("A", name, _addresses.GetValueOrDefault(name, []), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ResolvePointersAsync(IPAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return AnswerAsync("PTR", address.ToString(), _pointers.GetValueOrDefault(address, []), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ResolveTextsAsync(string name, CancellationToken cancellationToken = default)
        => AnswerAsync("TXT", name, _texts.GetValueOrDefault(name, []), cancellationToken);

    private Task<IReadOnlyList<T>> AnswerAsync<T>(string type, string subject, IReadOnlyList<T> answer, CancellationToken cancellationToken)
    {
        _questions.Enqueue($"{type} {subject}");
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<IReadOnlyList<T>>(cancellationToken);
        return _broken.TryGetValue(subject, out string? reason)
            ? Task.FromException<IReadOnlyList<T>>(new IOException(reason))
            : Task.FromResult(answer);
    }
}
