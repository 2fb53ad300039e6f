package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.sector.SectorId;

/** Whether the fighting in a sector is a massive battle: true from the event on, until few fight. */
@Component("front")
@Critical public record Front(SectorId sector, boolean massive) {}
