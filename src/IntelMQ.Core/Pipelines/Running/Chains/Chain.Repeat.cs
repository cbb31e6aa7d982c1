namespace IntelMQ.Pipelines;

// What was handed over before a commit that was refused is handed over again.
internal sealed partial class Chain
{
    private void Repeat(in ChainEntry entry)
    {
        entry.Message?.Restore(entry.Given);
        ChainNode node = entry.Node;
        // What is counted outside of the chain was not taken back.
        int counted = node.Expert is null ? 1 : 0;
        switch (entry.Step)
        {
            case ChainStep.Run:
                Run(node, entry.Message!, entry.Origin);
                break;
            case ChainStep.Route:
                Route(node, entry.Message!, entry.Before, entry.Verdict, entry.Origin);
                break;
            case ChainStep.Send:
                Send(node, entry.Port!, entry.Message!, entry.Origin);
                break;
            case ChainStep.Fail:
                Fail(node, entry.Failure!, entry.Origin);
                break;
            case ChainStep.Refuse:
                node.Received -= counted;
                Refuse(node, entry.Failure!, entry.Origin);
                break;
            default:
                node.Received -= counted;
                KeepUnreadable(node, entry.Failure!, entry.Origin);
                break;
        }
    }
}
