package worldmesh.peer.core;

import java.util.List;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.replica.CatchUpStats;

/** What a session refused and moved, for metrics and tests. Confined to the session's thread. */
final class SessionCounters {
    long malformedMessages;
    long unexpectedMessages;
    long limitedMessages;
    long limitedCommands;
    long rejectedBatches;
    long parkedBatches;
    long heldBatches;
    long heldProofs;
    long refusedProofs;
    long refusedReceipts;
    long refusedPoses;
    long refusedHellos;
    long refusedInvitations;
    long limitedAdmittances;
    long givenAdmittances;
    long enforcedBars;
    long batchesReceived;
    long batchesSent;
    long resentCommands;
    long predictedCommands;
    long mispredictedCommands;
    long posesSent;
    long statesSent;
    long stateBytesSent;
    long statesLost;
    long refusedTopics;
    long damagedCells;
    long divergedCells;
    long blocksFetched;
    long blocksServed;
    long assetPartsFetched;
    long assetPartsServed;
    long wrongAssetParts;
    long refusedAssets;
    long refusedSummaries;

    SessionStats read(long refusedChat, CatchUpStats catchUps, List<CacheStats> caches) {
        return new SessionStats(
                malformedMessages,
                unexpectedMessages,
                limitedMessages,
                limitedCommands,
                rejectedBatches,
                parkedBatches,
                heldBatches,
                heldProofs,
                refusedProofs,
                refusedReceipts,
                refusedPoses,
                refusedHellos,
                refusedInvitations,
                limitedAdmittances,
                givenAdmittances,
                enforcedBars,
                refusedChat,
                batchesReceived,
                batchesSent,
                resentCommands,
                predictedCommands,
                mispredictedCommands,
                posesSent,
                statesSent,
                stateBytesSent,
                statesLost,
                refusedTopics,
                damagedCells,
                divergedCells,
                blocksFetched,
                blocksServed,
                assetPartsFetched,
                assetPartsServed,
                wrongAssetParts,
                refusedAssets,
                refusedSummaries,
                catchUps,
                caches);
    }
}
