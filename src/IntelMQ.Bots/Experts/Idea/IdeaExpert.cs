using IntelMQ.Formats;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="IdeaExpert"/>.</summary>
public sealed partial class IdeaExpertOptions : BotOptions
{
    /// <summary><c>test_mode</c>: marks the documents as tests, so that who receives them does not act.</summary>
    public bool TestMode { get; set; }
}

/// <summary>Writes the event as a document of the Intrusion Detection Extensible Alert format into <c>output</c>.</summary>
[Bot("intelmq.bots.experts.idea.expert", BotKind.Expert)]
public sealed partial class IdeaExpert : Expert
{
    private readonly bool _isTest;

    /// <summary>Creates the expert.</summary>
    public IdeaExpert(IdeaExpertOptions options, BotServices services)
        : base(options, services)
    {
        _isTest = options.TestMode;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidFieldException">The document cannot be stored.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Utf8Buffer document = new IdeaDocument(message, _isTest, Guid.NewGuid()).Write();
        var sorted = new Utf8Buffer(document.Length + 64);
        PythonJson.TryWrite(document.WrittenSpan, sorted, ascii: true, sortKeys: true);
        message.Set(Fields.Output, FieldValue.Text(sorted.WrittenSpan)).ThrowIfRefused();
        return Verdict.Keep;
    }
}
