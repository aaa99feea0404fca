import { create } from 'zustand';

/** What the shell shows above any page. */
type Overlay = 'palette' | 'help' | null;

export const useOverlay = create<{ overlay: Overlay }>(() => ({ overlay: null }));

export const openOverlay = (overlay: Overlay) => useOverlay.setState({ overlay });
export const closeOverlay = () => openOverlay(null);
