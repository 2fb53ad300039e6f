package worldmesh.testkit.contract;

import worldmesh.runtime.journal.DeltaJournal;

/** One journal under test and the means to end it; one bench per check, on an empty store. */
public interface JournalBench extends AutoCloseable {
    /** The journal that is open now. Callbacks run only inside {@link #settle}. */
    DeltaJournal journal();

    /** Waits until all that was submitted is durable, then runs the callbacks that are due on this thread. */
    void settle();

    /** Closes the journal properly and opens it again. */
    void reopen();

    /** Ends the journal as the death of its process would, without closing it, and opens it again. */
    void crash();

    @Override
    void close();
}
