using System.Text;

namespace IntelMQ.Text;

/// <summary>An exception as it is shown in a log, where its own messages hold what must not be.</summary>
#pragma warning disable CA1032, CA1064 // Made for a log alone, never thrown.
internal sealed class PrintableException : Exception
#pragma warning restore CA1032, CA1064
{
    private readonly string _text;

    private PrintableException(Exception exception)
        : base(Printable.Of(exception.Message))
        => _text = TextOf(exception);

    /// <summary>The exception itself, where all of its messages can be shown.</summary>
    public static Exception? Of(Exception? exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (!ReferenceEquals(Printable.Of(inner.Message), inner.Message))
                return new PrintableException(exception!);
        }

        return exception;
    }

    public override string ToString() => _text;

    private static string TextOf(Exception exception)
    {
        var text = new StringBuilder();
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
            text.Append(text.Length == 0 ? "" : $"{Environment.NewLine} ---> ").Append(inner.GetType()).Append(": ").Append(Printable.Of(inner.Message));
        return text.Append(Environment.NewLine).Append(exception.StackTrace).ToString();
    }
}
