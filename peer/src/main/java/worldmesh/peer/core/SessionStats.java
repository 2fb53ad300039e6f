package worldmesh.peer.core;

/** What a session refused and moved since it was opened. */
public record SessionStats(
        long malformedMessages,
        long unexpectedMessages,
        long limitedMessages,
        long limitedCommands,
        long rejectedBatches,
        long parkedBatches,
        long refusedProofs,
        long refusedReceipts,
        long refusedPoses,
        long refusedHellos,
        long refusedChat,
        long batchesReceived,
        long batchesSent,
        long resentCommands,
        long posesSent) {}
