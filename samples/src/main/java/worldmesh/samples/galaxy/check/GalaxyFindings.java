package worldmesh.samples.galaxy.check;

import java.util.List;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.rule.Field;

/**
 * What the checker found, as it is printed.
 *
 * @param acked commands that players hold receipts for
 * @param lostAcks of those, how many the founder's log lacks
 * @param duplicateEffects commands that stand in some log more than once
 * @param hits shots that hit, as the authority counted them; as many as there are receipts of shots
 * @param eventsTwice events that some game heard again
 * @param eventsMissing events that some game should have heard, or heard otherwise than the host
 * @param eventsOld events that a late joiner heard from before it came
 * @param eventsUnlike events that the store has otherwise
 * @param basesFellTwice bases that were destroyed again
 * @param deathsMistold units that died more often or less often than was told
 * @param participantsMin of the massive battles, how many took part in the smallest; -1 without one
 * @param powerUpsTaken by the authority's count; with those left as many as there were
 * @param shotsCounted by the shared counter; as many as all players asked for
 * @param cratersLost tiles of the shared ground that lost what was painted
 * @param drawnAsideCentimetres the furthest that anybody draws a unit from where its owner put it
 * @param bytesPerMovedUnit what a moved unit took on STATE, all headers of the message included
 * @param idleBytes what units took on STATE while all stood
 * @param lostBaselines differences that came without the value they are from
 */
record GalaxyFindings(
        int peers,
        boolean converged,
        int acked,
        int lostAcks,
        int duplicateEffects,
        long hits,
        long acceptedShots,
        long events,
        int unitDestroyed,
        int massiveBattle,
        int resourceCapture,
        int baseDestroyed,
        int eventsTwice,
        int eventsOutOfOrder,
        long eventsMissing,
        int eventsOld,
        int eventsUnlike,
        long eventMillisP90,
        int basesFellTwice,
        int deathsMistold,
        int participantsMin,
        long captures,
        long powerUpsTaken,
        long powerUpsLeft,
        long shotsCounted,
        long shotsReported,
        int craters,
        int cratersLost,
        long drawnAsideCentimetres,
        long unitDeltas,
        double bytesPerMovedUnit,
        long idleBytes,
        long lostBaselines,
        List<String> problems) {
    /** A battle of fewer is none. */
    private static final int MASSIVE_FROM = 8;

    /** Checklist D4. */
    private static final double BYTES_PER_MOVED_UNIT_MAX = 6;

    static GalaxyFindings of(GalaxyAudit audit) {
        EventAudit events = audit.events();
        long told = audit.war().nextEvent() - 1;
        return new GalaxyFindings(
                audit.peers(),
                audit.converged(),
                audit.acked(),
                audit.lostAcks(),
                audit.duplicateEffects(),
                audit.war().hits(),
                audit.acceptedShots(),
                told,
                events.count(EventType.UnitDestroyed),
                events.count(EventType.MassiveBattle),
                events.count(EventType.ResourceCapture),
                events.count(EventType.BaseDestroyed),
                events.twice(),
                events.outOfOrder(),
                events.missing(told + 1) + audit.missedEvents(),
                events.old(),
                events.unlike(audit.storedEvents()),
                events.latencyP90Millis(),
                events.fellTwice(),
                audit.deathsMistold(),
                events.fewest(EventType.MassiveBattle),
                audit.captures(),
                audit.war().taken(),
                audit.powerUpsLeft(),
                audit.shotsCounted(),
                audit.shotsReported(),
                audit.craters(),
                audit.cratersLost(),
                audit.drawnAsideCentimetres(),
                audit.unitDeltas(),
                audit.bytesPerMovedUnit(),
                audit.idleBytes(),
                audit.lostBaselines(),
                audit.problems());
    }

    /** True if every promise held. */
    boolean good() {
        return worldIsOne() && eventsAreExact() && nothingCountsTwice() && unitsTravelCheaply();
    }

    private boolean worldIsOne() {
        return converged && acked > 0 && lostAcks == 0 && duplicateEffects == 0 && problems.isEmpty();
    }

    private boolean eventsAreExact() {
        boolean delivered = eventsTwice == 0 && eventsOutOfOrder == 0 && eventsMissing == 0 && eventsOld == 0;
        boolean right = eventsUnlike == 0 && basesFellTwice == 0 && deathsMistold == 0;
        return delivered && right && events > 0 && (massiveBattle == 0 || participantsMin >= MASSIVE_FROM);
    }

    private boolean nothingCountsTwice() {
        return hits == acceptedShots
                && captures == resourceCapture
                && powerUpsTaken + powerUpsLeft == Field.POWER_UPS
                && shotsCounted == shotsReported
                && cratersLost == 0;
    }

    private boolean unitsTravelCheaply() {
        return unitDeltas > 0
                && bytesPerMovedUnit <= BYTES_PER_MOVED_UNIT_MAX
                && idleBytes == 0
                && drawnAsideCentimetres == 0;
    }
}
