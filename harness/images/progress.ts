/** Told one short line whenever there is news of an image: what is done now, or how far a download is. */
export type Progress = (name: string, text: string) => void;
