using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;
using IntelMQ.Testing.Conformance;

namespace IntelMQ.Testing;

/// <summary>
/// What every broker has to fulfil. Cases of a trait (<see cref="BrokerTraits"/>) pass where the broker does not claim it. What a payload
/// that cannot be read becomes is for the broker's own tests: nobody can send one through the contract.
/// </summary>
public static class BrokerConformance
{
    /// <summary>The cases, to be run each on its own.</summary>
    public static IReadOnlyList<ConformanceCase<IBroker>> Cases { get; } =
    [
        new("Messages come in the order in which they were written.", static create => RunAsync(create, static suite => suite.Messages_come_in_the_order_in_which_they_were_written())),
        new("A reader waits for a message.", static create => RunAsync(create, static suite => suite.A_reader_waits_for_a_message())),
        new("A reader that is told to end receives nothing.", static create => RunAsync(create, static suite => suite.A_reader_that_is_told_to_end_receives_nothing())),
        new("A writer waits while the queue is full until input is settled.", static create => RunAsync(create, static suite => suite.A_writer_waits_while_the_queue_is_full_until_input_is_settled())),
        new("A batch is let in whole so that one larger than the queue passes.", static create => RunAsync(create, static suite => suite.A_batch_is_let_in_whole_so_that_one_larger_than_the_queue_passes())),
        new("A writer that gives up waiting has written nothing.", static create => RunAsync(create, static suite => suite.A_writer_that_gives_up_waiting_has_written_nothing())),
        new("A completed queue is drained and then answers with nothing.", static create => RunAsync(create, static suite => suite.A_completed_queue_is_drained_and_then_answers_with_nothing())),
        new("A queue is not drained while a reader may give something back.", static create => RunAsync(create, static suite => suite.A_queue_is_not_drained_while_a_reader_may_give_something_back())),
        new("Completion reaches a reader that waits and declaring takes it back.", static create => RunAsync(create, static suite => suite.Completion_reaches_a_reader_that_waits_and_declaring_takes_it_back())),
        new("Parts of a queue are read apart.", static create => RunAsync(create, static suite => suite.Parts_of_a_queue_are_read_apart())),
        new("The bot that is to take a message comes back with the delivery.", static create => RunAsync(create, static suite => suite.The_bot_that_is_to_take_a_message_comes_back_with_the_delivery())),
        new("A receipt is released when the message is out of danger.", static create => RunAsync(create, static suite => suite.A_receipt_is_released_when_the_message_is_out_of_danger())),
        new("A queue without a limit takes everything and a limit may change.", static create => RunAsync(create, static suite => suite.A_queue_without_a_limit_takes_everything_and_a_limit_may_change())),
        new("Somebody may look into a queue count it and clear it.", static create => RunAsync(create, static suite => suite.Somebody_may_look_into_a_queue_count_it_and_clear_it())),
        new("The lineage of a message comes back with the delivery.", static create => RunAsync(create, static suite => suite.The_lineage_of_a_message_comes_back_with_the_delivery())),
        new("Settled input does not come again and the rest does in its order.", static create => RunAsync(create, static suite => suite.Settled_input_does_not_come_again_and_the_rest_does_in_its_order())),
        new("Readers share a queue and what both give back comes in its order.", static create => RunAsync(create, static suite => suite.Readers_share_a_queue_and_what_both_give_back_comes_in_its_order())),
        new("A commit stores outputs failures and state and settles the input.", static create => RunAsync(create, static suite => suite.A_commit_stores_outputs_failures_and_state_and_settles_the_input())),
        new("A commit whose condition does not hold stores nothing and keeps the input.", static create => RunAsync(create, static suite => suite.A_commit_whose_condition_does_not_hold_stores_nothing_and_keeps_the_input())),
        new("A commit that is given up settles nothing and keeps no state.", static create => RunAsync(create, static suite => suite.A_commit_that_is_given_up_settles_nothing_and_keeps_no_state())),
        new("The callers lists are the callers again after a commit.", static create => RunAsync(create, static suite => suite.The_callers_lists_are_the_callers_again_after_a_commit())),
        new("A checkpoint comes back with the delivery.", static create => RunAsync(create, static suite => suite.A_checkpoint_comes_back_with_the_delivery())),
        new("A commit that is tried again is stored once.", static create => RunAsync(create, static suite => suite.A_commit_that_is_tried_again_is_stored_once())),
        new("A writer that tries again stores once.", static create => RunAsync(create, static suite => suite.A_writer_that_tries_again_stores_once())),
        new("A large report arrives whole.", static create => RunAsync(create, static suite => suite.A_large_report_arrives_whole())),
        new("What is asked for by size comes one after the other.", static create => RunAsync(create, static suite => suite.What_is_asked_for_by_size_comes_one_after_the_other())),
        new("Instances divide parts among them.", static create => RunAsync(create, static suite => suite.Instances_divide_parts_among_them())),
    ];

    /// <summary>
    /// What <see cref="StateStoreConformance"/> and <see cref="FailureStoreConformance"/> ask of stores, asked of <see cref="IBroker.State"/> and
    /// <see cref="IBroker.Failures"/>: for a broker that keeps them itself, not in stores that it is handed.
    /// </summary>
    public static IReadOnlyList<ConformanceCase<IBroker>> StoreCases { get; } =
    [
        .. StateStoreConformance.Cases.Select(static one => Of<IStateStore>("State", one, static broker => new BrokersStore(broker))),
        .. FailureStoreConformance.Cases.Select(static one => Of<IFailureStore>("Failures", one, static broker => new BrokersStore(broker))),
    ];

    private static ConformanceCase<IBroker> Of<TStore>(string what, ConformanceCase<TStore> one, Func<IBroker, TStore> storeOf)
        => new($"{what}: {one.Name}", create => one.RunAsync(async cancellationToken => storeOf(await create(cancellationToken).ConfigureAwait(false))));

    private static async Task RunAsync(Func<CancellationToken, ValueTask<IBroker>> create, Func<BrokerSuite, Task> test)
    {
        IBroker broker = await create(CancellationToken.None).ConfigureAwait(false);
        await using (broker.ConfigureAwait(false))
        {
            var suite = new BrokerSuite(broker);
            await suite.DeclareAsync().ConfigureAwait(false);
            await test(suite).ConfigureAwait(false);
        }
    }
}
