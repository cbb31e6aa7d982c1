using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Failures;

// What becomes of files that are torn, damaged or cannot be written.
public sealed partial class FileFailureStoreTests
{
    [Fact]
    public async Task A_torn_entry_is_put_aside_wherever_it_was_torn()
    {
        await using (FileFailureStore store = Open())
        {
            await store.AddAsync([FailureSamples.Line("one")], default);
            await store.AddAsync([FailureSamples.Line("two")], default);
        }

        string segment = Assert.Single(Directory.GetFiles(Folder, "*.jsonl"));
        byte[] whole = await File.ReadAllBytesAsync(segment);
        int first = whole.AsSpan().IndexOf((byte)'\n') + 1;
        for (int cut = first; cut < whole.Length; cut += 7)
        {
            string copy = Path.Combine(_root, $"cut{cut}");
            Directory.CreateDirectory(copy);
            await File.WriteAllBytesAsync(Path.Combine(copy, Path.GetFileName(segment)), whole[..cut]);
            await using FileFailureStore store = Open(copy);
            await store.AddAsync([FailureSamples.Line("three")], default);
            Assert.Equal([1, 2], await Ids(store));
            Assert.Equal(0, store.Damaged);
            string[] aside = Directory.GetFiles(copy, "*.torn-*");
            Assert.Equal(cut == first ? 0 : 1, aside.Length);
            if (aside.Length > 0)
                Assert.Equal(whole[first..cut], await File.ReadAllBytesAsync(aside[0]));
        }
    }

    [Fact]
    public async Task A_copy_made_while_it_is_written_opens_with_what_was_stored()
    {
        await using FileFailureStore store = Open(segmentBytes: 4096);
        using var stop = new CancellationTokenSource();
        int stored = 0;
        Task writer = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested && stored < 1000)
            {
                await store.AddAsync([FailureSamples.Line("a"), FailureSamples.Line("b")], default);
                Interlocked.Add(ref stored, 2);
                await Task.Yield();
            }
        });
        for (int i = 0; i < 8; i++)
        {
            await Task.Delay(5);
            int before = Volatile.Read(ref stored);
            string copy = Path.Combine(_root, $"copy{i}");
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.GetFiles(Folder).Where(static file => !file.EndsWith("lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
                await Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            await using FileFailureStore other = Open(copy);
            List<long> ids = await Ids(other);
            Assert.True(ids.Count >= before, $"{ids.Count} of {before}");
            Assert.Equal(Enumerable.Range(1, ids.Count).Select(static id => (long)id), ids);
            Assert.Equal(0, other.Damaged);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task A_damaged_entry_is_passed_over_and_counted()
    {
        await using (FileFailureStore store = Open())
            await store.AddAsync([FailureSamples.Line("one"), FailureSamples.Line("two"), FailureSamples.Line("three")], default);
        string segment = Assert.Single(Directory.GetFiles(Folder, "*.jsonl"));
        string[] lines = await File.ReadAllLinesAsync(segment);
        lines[1] = new string('\0', lines[1].Length);
        await File.WriteAllTextAsync(segment, string.Join('\n', lines) + "\n");
        await using (FileFailureStore store = Open())
        {
            Assert.Equal([1, 3], await Ids(store));
            Assert.Equal(1, store.Damaged);
            await store.AddAsync([FailureSamples.Line("four")], default);
            Assert.Equal([1, 3, 4], await Ids(store));
        }
    }

    [Fact]
    public async Task A_segment_that_cannot_be_written_is_an_IOException_and_harms_nothing()
    {
        await using FileFailureStore store = Open();
        await store.AddAsync([FailureSamples.Line("one")], default);
        string segment = Assert.Single(Directory.GetFiles(Folder, "*.jsonl"));
        File.Move(segment, segment + ".away");
        Directory.CreateDirectory(segment);
        IOException error = await Assert.ThrowsAsync<IOException>(async () => await store.AddAsync([FailureSamples.Line("two")], default));
        Assert.Contains("cannot be stored", error.Message, StringComparison.Ordinal);
        Directory.Delete(segment);
        File.Move(segment + ".away", segment);
        await store.AddAsync([FailureSamples.Line("three")], default);
        Assert.Equal(["one", "three"], (await FailureSamples.All(store)).Select(static stored => System.Text.Encoding.UTF8.GetString(stored.Failure.Message.Raw.Span)));
    }

    [Fact]
    public void Any_text_comes_back()
    {
        var messages = new MessageReader(Schema.Default);
        Prop.ForAll<byte[], string, PositiveInt>((raw, reason, id) =>
        {
            // An empty text means "nothing" in a message.
            raw = [1, .. raw];
            reason = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(reason ?? "")) + ".";
            var failure = new Failure(new Report(raw, Schema.Default), reason) { BotId = reason, Field = reason, LineNumber = id.Get };
            var line = new IntelMQ.Text.Utf8Buffer();
            FailureLine.Write(id.Get, _clock.Now, failure, line);
            Assert.Equal(line.Length - 1, line.WrittenSpan.IndexOf((byte)'\n'));
            StoredFailure? read = FailureLine.Read(line.WrittenSpan[..^1], messages, out string? fault);
            Assert.Null(fault);
            Assert.Equal((long)id.Get, read!.Id);
            Assert.Equal(raw, read.Failure.Message.Raw.ToArray());
            FailureSamples.AssertSame(failure, read.Failure);
        }).Check(Fuzz.Quick);
    }

    [Fact]
    public void Damaged_lines_never_throw()
    {
        var messages = new MessageReader(Schema.Default);
        var line = new IntelMQ.Text.Utf8Buffer();
        FailureLine.Write(1, _clock.Now, FailureSamples.Line("x"), line);
        Prop.ForAll<NonNegativeInt, byte, bool>((place, value, cut) =>
        {
            byte[] damaged = line.WrittenSpan[..^1].ToArray();
            damaged[place.Get % damaged.Length] = value;
            if (cut)
                damaged = damaged[..(place.Get % damaged.Length)];
            StoredFailure? read = FailureLine.Read(damaged, messages, out string? fault);
            Assert.True(read is null != fault is null);
        }).Check(Fuzz.Quick);
    }
}
