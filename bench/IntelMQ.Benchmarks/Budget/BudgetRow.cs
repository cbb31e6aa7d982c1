using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>A path of the speed budget: the product's work, and the least work that anybody could do for the same result.</summary>
internal abstract class BudgetRow(string name, double budget)
{
    public string Name { get; } = name;

    /// <summary>How many times the floor the product may take.</summary>
    public double Budget { get; } = budget;

    /// <summary>How many events one call handles.</summary>
    public abstract int Events { get; }

    /// <summary>How many ratios the median is of.</summary>
    public virtual int Rounds => 11;

    /// <summary>What time is measured in: elapsed time, or processor time where threads are compared.</summary>
    public virtual bool MeasuresProcessorTime => false;

    /// <summary>Processor time that another process has used for the row so far; none where all is in this one.</summary>
    public virtual TimeSpan ServerTime => TimeSpan.Zero;

    /// <summary>Does the product's work and appends what it writes.</summary>
    public abstract void Product(Utf8Buffer output);

    /// <summary>Does the floor's work.</summary>
    public abstract void Floor(Utf8Buffer output);

    /// <summary>The product's work on the same input once more, by other means than the timed run where there are any.</summary>
    public virtual void Replay(Utf8Buffer output) => Product(output);
}
