package worldmesh.peer.core;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.replica.CatchUpStats;

/**
 * What a session refused, moved and foresaw since it was opened.
 *
 * @param predictedCommands answered commands that had been shown before the answer
 * @param mispredictedCommands those among them whose outcome was another than the player was shown first: rejected, or
 *     accepted with other values in the cells they wrote, also because another player's change came between
 * @param statesSent values of motion that left as differences, once for each peer they went to
 * @param stateBytesSent what the messages took that carried them
 * @param statesLost differences that came without the value they are from; each is asked for whole
 * @param refusedTopics what others published that was malformed, forged, too much or not subscribed to
 * @param damagedCells cells that were not in memory what their history makes, and were made anew
 * @param divergedCells cells of which another peer says something else though it knows the same history
 * @param blocksFetched parts of large sectors that came from neighbours
 * @param blocksServed parts of large sectors that neighbours were sent
 * @param assetPartsFetched parts of files that came, verified
 * @param assetPartsServed parts of files that others were sent
 * @param wrongAssetParts parts of files that were not what they should be; who sent them is asked no more
 * @param refusedAssets parts that were asked for and never offered, and what liars said of files
 * @param refusedSummaries summaries of far cells that nobody asked for, that are forged, old or of other cells
 * @param catchUps how peers that lack batches that are kept no more were brought up to date, and why so
 * @param caches what the caches of this session and of its world did, each by its name
 */
public record SessionStats(
        long malformedMessages,
        long unexpectedMessages,
        long limitedMessages,
        long limitedCommands,
        long rejectedBatches,
        long parkedBatches,
        long heldBatches,
        long heldProofs,
        long refusedProofs,
        long refusedReceipts,
        long refusedPoses,
        long refusedHellos,
        long refusedInvitations,
        long limitedAdmittances,
        long givenAdmittances,
        long enforcedBars,
        long refusedChat,
        long batchesReceived,
        long batchesSent,
        long resentCommands,
        long predictedCommands,
        long mispredictedCommands,
        long posesSent,
        long statesSent,
        long stateBytesSent,
        long statesLost,
        long refusedTopics,
        long damagedCells,
        long divergedCells,
        long blocksFetched,
        long blocksServed,
        long assetPartsFetched,
        long assetPartsServed,
        long wrongAssetParts,
        long refusedAssets,
        long refusedSummaries,
        CatchUpStats catchUps,
        List<CacheStats> caches) {
    /** Copies the list. */
    public SessionStats {
        caches = List.copyOf(caches);
    }

    /** The counts by the noun and the participle of their metric. */
    public SortedMap<String, Long> byName() {
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put("messages_malformed", malformedMessages);
        counts.put("messages_unexpected", unexpectedMessages);
        counts.put("messages_limited", limitedMessages);
        counts.put("commands_limited", limitedCommands);
        counts.put("batches_rejected", rejectedBatches);
        counts.put("batches_parked", parkedBatches);
        counts.put("batches_held", heldBatches);
        counts.put("proofs_held", heldProofs);
        counts.put("proofs_refused", refusedProofs);
        counts.put("receipts_refused", refusedReceipts);
        counts.put("poses_refused", refusedPoses);
        counts.put("hellos_refused", refusedHellos);
        counts.put("invitations_refused", refusedInvitations);
        counts.put("admittances_limited", limitedAdmittances);
        counts.put("admittances_given", givenAdmittances);
        counts.put("bars_enforced", enforcedBars);
        counts.put("chat_refused", refusedChat);
        counts.put("batches_received", batchesReceived);
        counts.put("batches_sent", batchesSent);
        counts.put("commands_resent", resentCommands);
        counts.put("commands_predicted", predictedCommands);
        counts.put("commands_mispredicted", mispredictedCommands);
        counts.put("poses_sent", posesSent);
        counts.put("states_sent", statesSent);
        counts.put("state_bytes_sent", stateBytesSent);
        counts.put("states_lost", statesLost);
        counts.put("topics_refused", refusedTopics);
        counts.put("cells_damaged", damagedCells);
        counts.put("cells_diverged", divergedCells);
        counts.put("blocks_fetched", blocksFetched);
        counts.put("blocks_served", blocksServed);
        counts.put("asset_parts_fetched", assetPartsFetched);
        counts.put("asset_parts_served", assetPartsServed);
        counts.put("asset_parts_wrong", wrongAssetParts);
        counts.put("assets_refused", refusedAssets);
        counts.put("summaries_refused", refusedSummaries);
        counts.put("sectors_sketched", catchUps.bySketch());
        counts.put("sectors_snapshotted", catchUps.bySnapshot());
        counts.put("sketches_decoded", catchUps.found());
        counts.put("sketches_failed", catchUps.givenUp() + catchUps.refused());
        return counts;
    }
}
