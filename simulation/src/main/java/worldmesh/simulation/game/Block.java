package worldmesh.simulation.game;

import worldmesh.world.component.Component;

/** SHARED register: anybody paints. */
@Component("sim/block")
public record Block(int colour) {}
