using IntelMQ.Bots;
using IntelMQ.Messages;

namespace Kills;

/// <summary>Ends the process over some events, as a bot does that runs out of stack.</summary>
internal sealed class PoisonExpert : Expert
{
    public const string Mark = "extra.poison";

    public override Verdict Process(Event message)
    {
        if (message.Contains(Mark))
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }

        return Verdict.Keep;
    }
}
