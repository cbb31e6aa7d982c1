namespace IntelMQ.Benchmarks.Figures;

/// <summary>A floor that does something else than the product is no floor.</summary>
internal static class Agreement
{
    /// <exception cref="InvalidOperationException">The answers differ.</exception>
    public static void Check(long floor, long product)
    {
        if (floor != product)
            throw new InvalidOperationException($"The floor's answer is {floor}, the product's is {product}.");
    }
}
