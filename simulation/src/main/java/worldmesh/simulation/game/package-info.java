/** The world that is simulated: its components, its commands, its rules and how players behave. */
@NullMarked
package worldmesh.simulation.game;

import org.jspecify.annotations.NullMarked;
