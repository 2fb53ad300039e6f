package worldmesh.mesh.group;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.JoinRsp;
import org.jgroups.util.Digest;
import org.jgroups.util.MergeId;
import org.jgroups.util.Tuple;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Judges what JGroups says about membership by who says it: 5.5.7 itself would install any higher view from anybody.
 * Confined to the party's loop.
 */
final class GmsRules {
    /** Views come a few a second at most: a higher jump would only serve to exhaust the numbers. */
    private static final long MAX_STEP = 1_000_000;

    /** Nobody has more than one merge under way, and a party has no more members. */
    private static final int TOO_EARLY_MAX = 32;

    /** What to do with a message. */
    enum Verdict {
        PASS,
        REFUSE,
        /** Nothing that could ever come into force: to be taken as received, or its sender would say it for ever. */
        SPENT,
        /** A joiner that is one too many, to be told so. */
        FULL
    }

    private final PartyState state;

    /** Merges that were asked for by somebody who may not, and when first; the oldest makes room. */
    private final Map<MergeId, Long> tooEarly = new LinkedHashMap<>();

    GmsRules(PartyState state) {
        this.state = state;
    }

    Verdict judge(Message message, GMS.GmsHeader header, PeerId from, long now) {
        return switch (header.getType()) {
            case GMS.GmsHeader.JOIN_REQ -> join(header, from, now);
            case GMS.GmsHeader.LEAVE_REQ -> pass(GroupAddress.isOf(header.getMember(), from));
            case GMS.GmsHeader.JOIN_RSP -> answer(message, from);
            case GMS.GmsHeader.VIEW -> view(message, from);
            case GMS.GmsHeader.MERGE_REQ -> mergeRequest(header, from, now);
            case GMS.GmsHeader.INSTALL_MERGE_VIEW -> pass(otherSideOrCoordinator(from) && lawfulMerge(message));
            case GMS.GmsHeader.CANCEL_MERGE -> pass(otherSideOrCoordinator(from));
            case GMS.GmsHeader.INSTALL_DIGEST, GMS.GmsHeader.GET_DIGEST_REQ ->
                pass(state.mayCoordinate(from, false)); // the question begins a merge too
            case GMS.GmsHeader.JOIN_REQ_WITH_STATE_TRANSFER -> Verdict.REFUSE; // never used by this stack
            default -> Verdict.PASS; // acknowledgements and questions, which change no view
        };
    }

    private static Verdict pass(boolean lawful) {
        return lawful ? Verdict.PASS : Verdict.REFUSE;
    }

    private Verdict join(GMS.GmsHeader header, PeerId from, long now) {
        if (!GroupAddress.isOf(header.getMember(), from)) {
            return Verdict.REFUSE;
        }
        return state.letsThrough(from, now) ? Verdict.PASS : Verdict.FULL;
    }

    /** The side a merge comes from is not ours, or it is our own coordinator that passes it on. */
    private boolean otherSideOrCoordinator(PeerId from) {
        return state.view == null || !state.view.contains(from) || state.mayCoordinate(from, false);
    }

    /** Who asks too early is heard later, but not when it has given this merge up itself. */
    private Verdict mergeRequest(GMS.GmsHeader header, PeerId from, long now) {
        MergeId merge = header.getMergeId();
        Long first = merge == null ? null : tooEarly.get(merge);
        if (first != null && now - first >= GroupChannel.MERGE_TIMEOUT_MILLIS * 1_000_000) {
            return Verdict.SPENT;
        }
        boolean lawful = otherSideOrCoordinator(from);
        if (!lawful && merge != null && first == null) {
            tooEarly.put(merge, now);
            if (tooEarly.size() > TOO_EARLY_MAX) {
                tooEarly.remove(tooEarly.keySet().iterator().next());
            }
        }
        return pass(lawful);
    }

    private Verdict answer(Message message, PeerId from) {
        boolean late = state.view != null && !state.mayCoordinate(from, false);
        return late ? Verdict.SPENT : pass(lawfulAnswer(message, from));
    }

    private boolean lawfulAnswer(Message message, PeerId from) {
        JoinRsp answer = answer(message);
        if (answer == null) {
            return false;
        }
        View view = answer.getView();
        return view == null ? answer.getFailReason() != null : lawful(view) && ledBy(view, from);
    }

    private Verdict view(Message message, PeerId from) {
        View view = view(message);
        if (view == null || isSpent(view)) {
            return Verdict.SPENT;
        }
        return pass(
                state.mayCoordinate(from, false) && lawful(view) && (view instanceof MergeView || ledBy(view, from)));
    }

    /** True of a view that is not newer than the own one, or that this member is no part of. */
    private boolean isSpent(View view) {
        worldmesh.mesh.membership.View own = state.view;
        return own != null && (view.getViewId().getId() <= own.id() || !view.containsMember(state.address));
    }

    private boolean lawfulMerge(Message message) {
        View view = view(message);
        return view instanceof MergeView && lawful(view);
    }

    private boolean lawful(View view) {
        long id = view.getViewId().getId();
        long own = state.view == null ? 0 : state.view.id();
        return wellFormed(view)
                && view.containsMember(state.address)
                && id >= 0
                && (state.view == null || id - own <= MAX_STEP)
                && (!(view instanceof MergeView merge)
                        || merge.getSubgroups().stream().allMatch(this::wellFormed));
    }

    /** Its members are our addresses, not too many, and no peer is in it twice. */
    private boolean wellFormed(View view) {
        return view.size() >= 1
                && view.size() <= state.membersMax
                && view.getCreator() instanceof GroupAddress
                && view.getMembers().stream().allMatch(GroupAddress.class::isInstance)
                && new HashSet<>(GroupAddress.peers(view.getMembers())).size() == view.size();
    }

    /** It made the view or coordinates it since a merge, when another one led that. */
    private static boolean ledBy(View view, PeerId from) {
        return GroupAddress.isOf(view.getCreator(), from) || GroupAddress.isOf(view.getCoord(), from);
    }

    @SuppressWarnings("IllegalCatch") // JGroups declares Exception and its readers throw what hostile bytes make them
    private static @Nullable View view(Message message) {
        try {
            Tuple<View, Digest> read =
                    GMS._readViewAndDigest(message.getArray(), message.getOffset(), message.getLength());
            return read == null ? null : read.val1();
        } catch (Exception e) {
            return null;
        }
    }

    @SuppressWarnings("IllegalCatch") // as above
    private static @Nullable JoinRsp answer(Message message) {
        try {
            return Util.streamableFromBuffer(
                    JoinRsp::new, message.getArray(), message.getOffset(), message.getLength());
        } catch (Exception e) {
            return null;
        }
    }
}
