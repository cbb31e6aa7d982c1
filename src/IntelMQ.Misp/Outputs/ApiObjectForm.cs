using IntelMQ.Messages;
using IntelMQ.Misp.Events;

namespace IntelMQ.Misp.Outputs;

/// <summary>Attributes that are sent to MISP: it correlates, and detection systems look for, those that the parameters name.</summary>
internal sealed class ApiObjectForm(MispApiOutputOptions options) : ObjectForm
{
    private readonly HashSet<string> _correlated = [.. options.SignificantFields.Names, .. options.MispAdditionalCorrelationFields.Names];
    private readonly HashSet<string> _toIds = [.. options.MispToIdsFields.Names];

    /// <summary>Passed on as far as the event is.</summary>
    public override ReadOnlySpan<byte> ObjectMembers => "\"distribution\":\"5\",\"sharing_group_id\":\"0\","u8;

    /// <inheritdoc/>
    public override bool ChecksValues => options.MispValidTypes;

    /// <inheritdoc/>
    public override MispAttributeKind? KindOf(Event message, string field)
        => MispTemplate.KindOf(field) with { ToIds = _toIds.Contains(field), DisableCorrelation = !_correlated.Contains(field) };
}
