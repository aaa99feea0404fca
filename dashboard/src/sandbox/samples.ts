// Files for whoever has none at hand, made here when they are wanted: a photo, a sticker, a sound, a film, a document.

function canvas(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const element = Object.assign(document.createElement('canvas'), { width, height });
  const context = element.getContext('2d');
  if (!context) throw new Error('this browser cannot draw');
  return [element, context];
}

function blobOf(element: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => element.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('nothing was drawn'))), type, 0.9));
}

/** Hills under an evening sky. */
export async function photo(): Promise<Blob> {
  const [element, draw] = canvas(960, 720);
  const sky = draw.createLinearGradient(0, 0, 0, 720);
  for (const [at, colour] of [[0, '#27476e'], [0.45, '#e8956b'], [0.7, '#ffd9a0']] as const) sky.addColorStop(at, colour);
  draw.fillStyle = sky;
  draw.fillRect(0, 0, 960, 720);
  draw.fillStyle = '#fff1cf';
  draw.beginPath();
  draw.arc(650, 400, 64, 0, 7);
  draw.fill();
  for (const [base, height, colour, phase] of [[470, 60, '#7c5a6e', 0], [550, 70, '#4b4663', 2], [630, 60, '#232f45', 4]] as const) {
    draw.fillStyle = colour;
    draw.beginPath();
    draw.moveTo(0, 720);
    for (let x = 0; x <= 960; x += 8) draw.lineTo(x, base + Math.sin(x / 150 + phase) * height * 0.6 + Math.sin(x / 57 + phase) * height * 0.25);
    draw.lineTo(960, 720);
    draw.fill();
  }
  return blobOf(element, 'image/jpeg');
}

/** A smiling face. */
export async function sticker(): Promise<Blob> {
  const [element, draw] = canvas(512, 512);
  draw.fillStyle = '#ffcb4c';
  draw.strokeStyle = '#ffffff';
  draw.lineWidth = 28;
  draw.beginPath();
  draw.arc(256, 256, 210, 0, 7);
  draw.stroke();
  draw.fill();
  draw.fillStyle = '#5c3a10';
  for (const x of [180, 332]) {
    draw.beginPath();
    draw.ellipse(x, 205, 25, 38, 0, 0, 7);
    draw.fill();
  }
  draw.strokeStyle = '#5c3a10';
  draw.lineWidth = 24;
  draw.lineCap = 'round';
  draw.beginPath();
  draw.arc(256, 262, 112, 0.35, Math.PI - 0.35);
  draw.stroke();
  return blobOf(element, 'image/webp');
}

/** Three notes, as a WAV file. */
export function sound(): Blob {
  const [rate, notes, seconds] = [16_000, [523.25, 659.25, 783.99], 0.45];
  const length = Math.floor(rate * seconds);
  const view = new DataView(new ArrayBuffer(44 + notes.length * length * 2));
  const word = (at: number, text: string) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, view.byteLength - 44, true);
  notes.forEach((note, index) => {
    for (let at = 0; at < length; at += 1) {
      const fade = Math.exp((-4 * at) / length) * Math.min(1, at / 200);
      view.setInt16(44 + (index * length + at) * 2, Math.sin((2 * Math.PI * note * at) / rate) * fade * 12_000, true);
    }
  });
  return new Blob([view.buffer], { type: 'audio/wav' });
}

/** A ball that jumps for two seconds. */
export async function film(): Promise<Blob> {
  const [element, draw] = canvas(480, 360);
  const type = ['video/mp4', 'video/webm'].find((one) => MediaRecorder.isTypeSupported(one)) ?? 'video/webm';
  const paint = (at: number) => {
    draw.fillStyle = '#12343b';
    draw.fillRect(0, 0, 480, 360);
    draw.fillStyle = '#2d6a6a';
    draw.fillRect(0, 300, 480, 60);
    draw.fillStyle = '#f2a65a';
    draw.beginPath();
    draw.arc(60 + at * 360, 262 - Math.abs(Math.sin(at * Math.PI * 3)) * 180, 38, 0, 7);
    draw.fill();
  };
  paint(0);
  const recorder = new MediaRecorder(element.captureStream(25), { mimeType: type });
  const pieces: Blob[] = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const done = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let frame = 0; frame < 50; frame += 1) {
    paint(frame / 49);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await done;
  return new Blob(pieces, { type });
}

/** One page with these lines. Letters with accents are left to those who have a font inside. */
export function paper(lines: string[]): Blob {
  const plain = lines.map((line) => line.normalize('NFD').replace(/[^\x20-\x7e]/g, '').replace(/[()\\]/g, '\\$&'));
  const text = `BT /F1 18 Tf 60 760 Td 28 TL ${plain.map((line) => `(${line}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = file.length;
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new Blob([file], { type: 'application/pdf' });
}
