package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;
import worldmesh.world.sector.SectorId;

/**
 * Something that happened in the war, as the authority decided it.
 *
 * @param sector where
 * @param type what
 * @param participants all that took part, as {@code Participants} writes them: who it happened to first
 * @param ts world time of the decision
 * @param number counts the events of the war from 1, in the order of the authority's log
 */
@Component("combat-event")
@Critical public record CombatEvent(
        SectorId sector,
        EventType type,
        String participants,
        @Range(min = 0) long ts,
        @Range(min = 0) long number) {}
